package org.jivesoftware.openfire.plugin.cloudnotify.feature;

import java.util.ArrayList;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;

/**
 * The features that there are, each to be asked by whoever acts on it. Made once.
 *
 * @param muted no pushes for some chats
 * @param groupchatFilter which group chats push
 * @param ignoreUnknown no pushes for strangers
 * @param priority how urgent a push is
 * @param jingle what a push says of calls
 * @param away pushes also while nobody is at the other devices
 * @param encryption pushes that only the app can read
 * @param endpoint pushes to the endpoint of a browser, which only that can read
 * @param push2 what clients of Push 2.0 ask for
 */
public record AppFeatures(Muted muted, GroupchatFilter groupchatFilter, IgnoreUnknown ignoreUnknown, Priority priority, Jingle jingle,
                          Away away, Encryption encryption, Endpoint endpoint, Push2Features push2) {

    /** All of them. */
    public AppFeatures() {
        this(new Muted(), new GroupchatFilter(), new IgnoreUnknown(), new Priority(), new Jingle(), new Away(), new Encryption(),
            new Endpoint(), new Push2Features());
    }

    /** @return what reads them */
    public Features reader() {
        return new Features(List.of(encryption, muted, groupchatFilter, ignoreUnknown, priority, jingle, away, endpoint));
    }

    /**
     * @param registration any
     * @return whether what is pushed to it can be read by its app alone; cheap
     */
    public boolean sealed(Registration registration) {
        return encryption.asked(registration) || endpoint.asked(registration) || push2.relayKeys().asked(registration);
    }

    /**
     * @param registration any
     * @return what its app asked for, in the names of these features and in their order, without values
     */
    public List<String> asked(Registration registration) {
        List<String> names = new ArrayList<>();
        for (Feature<?> feature : List.of(encryption, muted, groupchatFilter, ignoreUnknown, priority, jingle, away, endpoint)) {
            if (registration.wishes() != null && (registration.wishes().has(feature.name())
                || feature == encryption && push2.relayKeys().asked(registration))) {
                names.add(feature.name());
            }
        }
        return names;
    }
}
