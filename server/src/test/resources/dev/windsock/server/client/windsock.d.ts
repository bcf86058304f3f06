export declare const Windsock: object;
