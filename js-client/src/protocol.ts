/** Where a publication stands: which log of its channel (`epoch`), and which place in it (`offset`, counted from 1). */
export interface Position {
  readonly epoch: string;
  readonly offset: number;
}
