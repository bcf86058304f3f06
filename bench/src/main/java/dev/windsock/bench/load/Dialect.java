package dev.windsock.bench.load;

/**
 * What a contestant wants to be told and how it tells: all speak WebSocket, and differ in paths and in what surrounds
 * the message.
 *
 * @param subscribePath where a subscriber connects
 * @param subscribeCommand first text message of a subscriber, answered with one reply; empty where the path says all
 * @param publishPath where the publisher connects
 * @param publishHello first text message of the publisher, answered with one reply; empty where none is needed
 * @param publishBefore what stands before the message in the text message that publishes it
 * @param publishAfter what stands behind it
 * @param deliveryBefore how a text message begins that delivers; others are replies and pings. At most four characters;
 *     empty where every text message is a delivery
 * @param deliveryAfter how many bytes stand behind the message in a delivery
 */
public record Dialect(
        String subscribePath,
        String subscribeCommand,
        String publishPath,
        String publishHello,
        String publishBefore,
        String publishAfter,
        String deliveryBefore,
        int deliveryAfter) {

    /** Returns a dialect in which text messages are the messages themselves. */
    public static Dialect raw(String subscribePath, String publishPath) {
        return new Dialect(subscribePath, "", publishPath, "", "", "", "", 0);
    }

    /** Returns Windsock's own, as PROTOCOL.md has it; publishes carry no id, so they are not answered. */
    public static Dialect windsock(String channel) {
        String subscribe = "{\"id\":1,\"connect\":{\"channels\":{\"" + channel + "\":null}}}";
        String publishBefore = "{\"publish\":{\"channel\":\"" + channel + "\",\"data\":\"";
        return new Dialect(
                "/windsock",
                subscribe,
                "/windsock",
                "{\"id\":1,\"connect\":{}}",
                publishBefore,
                "\"}}",
                "{\"pu",
                "\"}}".length());
    }

    boolean everythingIsDelivery() {
        return deliveryBefore.isEmpty();
    }
}
