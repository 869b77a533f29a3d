declare module 'mnist' {
  /** The images of each digit, one after the other: 28 × 28 grey values from 0 to 1 each. */
  const digits: readonly { readonly raw: readonly number[]; readonly length: number }[];
  export default digits;
}
