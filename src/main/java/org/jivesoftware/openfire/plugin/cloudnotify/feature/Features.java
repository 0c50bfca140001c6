package org.jivesoftware.openfire.plugin.cloudnotify.feature;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Refusal;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.WishReader;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Wishes;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.PacketError.Condition;
import org.xmpp.packet.PacketError.Type;

/**
 * All that apps may ask for in their {@code <enable/>}. What no feature knows is ignored (behaviour §10), and what one knows is read by
 * that one alone. Immutable.
 */
public final class Features implements WishReader {

    /** How long all wishes of one registration may be, in characters of their stored form: a list of some hundred addresses. */
    public static final int LONGEST = 32_768;

    private final List<Feature<?>> features;

    /**
     * @param features in the order in which they are announced
     * @throws IllegalArgumentException if two have one name
     */
    public Features(List<? extends Feature<?>> features) {
        this.features = List.copyOf(features);
        if (this.features.stream().map(Feature::name).distinct().count() < this.features.size()) {
            throw new IllegalArgumentException("Two features have one name");
        }
    }

    /** @return what accounts announce (XEP-0030) */
    public List<String> announced() {
        return features.stream().flatMap(feature -> feature.announced().stream()).distinct().toList();
    }

    @Override
    public @Nullable Wishes read(Element enable) throws Refusal {
        Map<String, String> texts = new HashMap<>();
        for (Feature<?> feature : features) {
            String text = text(feature, enable);
            if (text != null) {
                texts.put(feature.name(), text);
            }
        }
        Wishes wishes = Wishes.of(texts);
        if (wishes != null && wishes.stored().length() > LONGEST) {
            throw new Refusal(Condition.not_acceptable, Type.modify, "The request asks for more than can be kept.");
        }
        return wishes;
    }

    private static <W> @Nullable String text(Feature<W> feature, Element enable) throws Refusal {
        W wish = feature.read(enable);
        return wish == null ? null : feature.write(wish);
    }
}
