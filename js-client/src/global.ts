/** The build for a script tag: sets the global `Windsock` to the class. */
import { Windsock } from "./index.js";

(globalThis as { Windsock?: typeof Windsock }).Windsock = Windsock;
