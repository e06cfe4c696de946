/** What somebody could write where a name or a text is asked. */
export const HOSTILE_TEXTS = [
  '<img src=x onerror=alert(1)>',
  '</dd><script>alert(1)</script>',
  '"><svg onload=alert(1)>',
  "' onmouseover='alert(1)",
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  '[click](https://evil.example/login)',
  '{{constructor.constructor "return process"}}',
  'before\u202eafter\u0000\u001b[31mred\u2028end',
  'one\r\n  9.9 Forged field\n      > forged',
  ']]><x/>&entity;',
  '\ud800 lone surrogate',
];
