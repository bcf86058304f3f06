export const Windsock = {};
