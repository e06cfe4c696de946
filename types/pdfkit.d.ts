// What pdfkit 0.20 takes and its types (0.17) do not say yet.
declare namespace PDFKit.Mixins {
  interface StructureElementOptions {
    /** Of a table's header cell: whether it heads its column or its row. */
    scope?: 'Column' | 'Row';
    /** Left, top, right and bottom of a figure on its page. */
    bbox?: [number, number, number, number];
  }
}
