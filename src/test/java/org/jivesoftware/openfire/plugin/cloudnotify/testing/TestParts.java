package org.jivesoftware.openfire.plugin.cloudnotify.testing;

import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Parts;

/** Parts for tests of what lies behind them. */
public final class TestParts {

    private TestParts() {
    }

    /** @return parts of which none is off */
    public static Parts all() {
        return new Parts("4.2.0", System::nanoTime);
    }

    /** @return a part that is not off */
    public static Part part(PartName name) {
        return all().part(name);
    }
}
