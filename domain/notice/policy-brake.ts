/** So many refusals about us and nobody told: the server takes nothing from us. */
const ALL_OF = 20;
const FEWEST = 3;
const WINDOW = 200;

/**
 * Notices that a server refuses us, not the people: it answers everybody with a code about the sender (RFC 3463, x.7.x
 * and the like), and to take that for an answer about each person would end a whole list as refused.
 *
 * Pulled when the first 20 all got such a code, or when more than half of the last 200 did; at the end of a page also
 * when all of at least three did and nobody was told.
 */
export class PolicyBrake {
  /** Newest last; a recipient's id where the answer was about us, null where it was about the person. */
  #last: (string | null)[] = [];
  #about = 0;
  #pulled = false;

  get pulled(): boolean {
    return this.#pulled;
  }

  /** Recipients among the last 200 who were refused for our sake: whatever is recorded of them says nothing of them. */
  get refused(): string[] {
    return this.#last.filter((id) => id !== null);
  }

  /** An answer about the person, or a message taken. */
  aboutPerson(): void {
    if (this.#about > 0 || this.#last.length < WINDOW) this.#add(null);
  }

  /** An answer about us. */
  aboutUs(recipientId: string): void {
    this.#add(recipientId);
    const seen = this.#last.length;
    if (this.#about === seen && seen >= ALL_OF) this.#pulled = true;
    if (seen >= WINDOW && this.#about * 2 > seen) this.#pulled = true;
  }

  /** Looks once more when a page is through. */
  endOfPage(): void {
    if (this.#about === this.#last.length && this.#about >= FEWEST) this.#pulled = true;
  }

  #add(answer: string | null): void {
    this.#last.push(answer);
    if (answer !== null) this.#about += 1;
    if (this.#last.length <= WINDOW) return;
    if (this.#last.shift() !== null) this.#about -= 1;
  }
}
