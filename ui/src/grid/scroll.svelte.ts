/** How far the grid is scrolled into the list, whatever the scroll bar of a web view can express. */
import { leftToShow, maxTop, scaleOf, topToShow, type Viewport } from "./geometry";

export class GridScroll {
  /** Pixels into the list; rows are laid out by it. */
  top = $state(0);
  /** Where the scroll bar is. */
  scrollTop = $state(0);
  #element: HTMLElement | undefined;
  /** The position that we set ourselves and whose event is still to come. */
  #set: number | undefined;

  constructor(readonly viewport: () => Viewport) {}

  attach(element: HTMLElement): void {
    this.#element = element;
  }

  /** The scroll bar has moved: dragged, or by the wheel. */
  scrolled(): void {
    const scrollTop = this.#element?.scrollTop ?? 0;
    this.scrollTop = scrollTop;
    // Our own move comes back rounded to the screen's pixels: reading it would shift a tall list by whole rows.
    if (this.#set !== undefined && Math.abs(scrollTop - this.#set) < 1) return;
    this.#set = undefined;
    this.top = Math.min(scrollTop * scaleOf(this.viewport()), maxTop(this.viewport()));
  }

  /** In a list too tall to draw, a notch of the wheel must still move by a few rows, not by hundreds. */
  wheel(event: WheelEvent): void {
    if (scaleOf(this.viewport()) === 1 || event.deltaY === 0 || event.ctrlKey) return;
    event.preventDefault();
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 32 : event.deltaY;
    this.to(this.top + pixels);
  }

  show(row: number): void {
    const top = topToShow(row, this.top, this.viewport());
    if (top !== this.top) this.to(top);
  }

  /** Sideways the browser keeps count. */
  showColumn(column: { left: number; width: number }, room: { room: number; pinned: number }): void {
    if (this.#element === undefined) return;
    this.#element.scrollLeft = leftToShow(column, this.#element.scrollLeft, room);
  }

  to(top: number): void {
    this.top = Math.max(0, Math.min(top, maxTop(this.viewport())));
    this.#set = this.top / scaleOf(this.viewport());
    if (this.#element !== undefined) this.#element.scrollTop = this.#set;
    this.scrollTop = this.#set;
  }
}
