import type { HttpRule } from "../network/http.js";
import { passAnswer } from "../network/http.js";

/** A rule that holds for a while only, and then everything passes: as when somebody leaves a VPN. */
export function lifted(rule: HttpRule, { after }: { after: number }): HttpRule {
  return (surroundings) => {
    const rules = rule(surroundings);
    const { schedule, tell } = surroundings;
    const holds = (): boolean => schedule.elapsed < after;
    schedule.at(after, () => tell("the block is gone"));
    return {
      upgrade: (upgrade) => {
        if (holds() && rules.upgrade) rules.upgrade(upgrade);
        else upgrade.pass();
      },
      request: (exchange) => (holds() && rules.request ? rules.request(exchange) : true),
      answer: (answer, exchange) => {
        if (holds() && rules.answer) rules.answer(answer, exchange);
        else passAnswer(answer, exchange);
      },
    };
  };
}
