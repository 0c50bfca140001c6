package org.jivesoftware.openfire.plugin.cloudnotify.testserver.cluster;

import com.hazelcast.map.IMap;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.jivesoftware.util.cache.Cache;

/** A cache of Openfire that all nodes share: whatever is taken out of it is a copy. */
final class SharedCache<K, V> extends AbstractMap<K, V> implements Cache<K, V> {
    private final IMap<byte[], byte[]> map;
    private String name;

    SharedCache(String name, IMap<byte[], byte[]> map) {
        this.name = name;
        this.map = map;
    }

    @Override
    @SuppressWarnings("unchecked")
    public V get(Object key) {
        return (V) Bytes.object(map.get(Bytes.of(key)));
    }

    @Override
    @SuppressWarnings("unchecked")
    public V put(K key, V value) {
        return (V) Bytes.object(map.put(Bytes.of(key), Bytes.of(value)));
    }

    @Override
    @SuppressWarnings("unchecked")
    public V remove(Object key) {
        return (V) Bytes.object(map.remove(Bytes.of(key)));
    }

    @Override
    public boolean containsKey(Object key) {
        return map.containsKey(Bytes.of(key));
    }

    @Override
    public int size() {
        return map.size();
    }

    @Override
    public void clear() {
        map.clear();
    }

    @Override
    public Set<Entry<K, V>> entrySet() {
        Iterator<Entry<byte[], byte[]>> entries = map.entrySet().iterator();
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<K, V>> iterator() {
                return new Entries<>(map, entries);
            }

            @Override
            public int size() {
                return map.size();
            }
        };
    }

    /** What was there at the beginning. */
    private static final class Entries<K, V> implements Iterator<Map.Entry<K, V>> {
        private final IMap<byte[], byte[]> map;
        private final Iterator<Map.Entry<byte[], byte[]>> entries;
        private byte[] last;

        Entries(IMap<byte[], byte[]> map, Iterator<Map.Entry<byte[], byte[]>> entries) {
            this.map = map;
            this.entries = entries;
        }

        @Override
        public boolean hasNext() {
            return entries.hasNext();
        }

        @Override
        @SuppressWarnings("unchecked")
        public Map.Entry<K, V> next() {
            Map.Entry<byte[], byte[]> entry = entries.next();
            last = entry.getKey();
            return new SimpleImmutableEntry<>((K) Bytes.object(entry.getKey()), (V) Bytes.object(entry.getValue()));
        }

        @Override
        public void remove() {
            map.remove(last);
        }
    }

    /** A lock on a key, for all nodes. */
    Lock lock(Object key) {
        byte[] bytes = Bytes.of(key);
        return new Lock() {
            @Override
            public void lock() {
                map.lock(bytes);
            }

            @Override
            public void lockInterruptibly() {
                map.lock(bytes);
            }

            @Override
            public boolean tryLock() {
                return map.tryLock(bytes);
            }

            @Override
            public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
                return map.tryLock(bytes, time, unit);
            }

            @Override
            public void unlock() {
                map.unlock(bytes);
            }

            @Override
            public Condition newCondition() {
                throw new UnsupportedOperationException();
            }
        };
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public void setName(String newName) {
        name = newName;
    }

    @Override
    public long getMaxCacheSize() {
        return -1;
    }

    @Override
    public void setMaxCacheSize(int size) {
        // Without a bound.
    }

    @Override
    public long getMaxLifetime() {
        return -1;
    }

    @Override
    public void setMaxLifetime(long time) {
        // For ever.
    }

    @Override
    public int getCacheSize() {
        return map.size();
    }

    @Override
    public long getCacheHits() {
        return 0;
    }

    @Override
    public long getCacheMisses() {
        return 0;
    }
}
