package dev.windsock.protocol;

import java.util.Locale;

/** Constants as words. */
public final class Words {
    private Words() {}

    /** The constant's name in small letters, with dashes. */
    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
