package org.jivesoftware.openfire.plugin.cloudnotify.soak;

import java.time.Duration;
import java.util.Random;

/**
 * What one soak is like. The seed decides everything: two runs with one seed differ only in what the threads' scheduler does.
 *
 * @param seed    where all chance comes from
 * @param time    for how long something new happens
 * @param clients how many clients there are, over all users
 * @param merging whether pushes merge, so that counts and bounds are checked; else each carries its stanza's body, and each is accounted
 * @param expiring whether detached sessions time out; else they are replaced by new ones. Not both: up to 4.2 the clean-up of a detached
 *                session that was replaced takes the route of its successor, which is Openfire's own fault.
 * @param archive whether the archive rule is on
 * @param ackDelay whether devices that leave stanzas unacknowledged are pushed to while they are connected
 */
record Rules(long seed, Duration time, int clients, boolean merging, boolean expiring, boolean archive, boolean ackDelay) {

    static Rules of(long seed, Duration time, int clients) {
        var random = new Random(seed);
        return new Rules(seed, time, clients, random.nextInt(3) == 0, random.nextInt(3) > 0, random.nextBoolean(),
            random.nextInt(3) == 0);
    }

    /** How to play this soak again. */
    String replay() {
        return "-Dit.test=SoakIT -Dsoak.seed=" + seed + " -Dsoak.seconds=" + time.toSeconds() + " -Dsoak.clients=" + clients;
    }
}
