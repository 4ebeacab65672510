using LoadBalancer.Core.Membership;

namespace LoadBalancer.Dashboard.State.Statistics;

/// <summary>
/// Numbers the servers that have statistics, so that columns hold a number instead of an id for each of them. Immutable, thread-safe.
/// </summary>
internal sealed class ServerSlots
{
    public static readonly ServerSlots Empty = new([], []);

    private readonly Dictionary<ServerId, int> _slots;
    private readonly ServerId[] _ids;

    private ServerSlots(Dictionary<ServerId, int> slots, ServerId[] ids)
    {
        _slots = slots;
        _ids = ids;
    }

    /// <summary>The number of slots; some may be without a server.</summary>
    public int Count => _ids.Length;

    /// <summary>Returns the server in a slot.</summary>
    public ServerId this[int slot] => _ids[slot];

    /// <summary>Returns the slot of a server that has one. O(1).</summary>
    public int this[ServerId server] => _slots[server];

    /// <summary>Finds the slot of a server. O(1).</summary>
    public bool TryFind(ServerId server, out int slot) => _slots.TryGetValue(server, out slot);

    /// <summary>Adds servers; returns the same object if it has all of them. O(n) in the slots if it has not.</summary>
    /// <param name="servers">The servers, in any order and any number of times.</param>
    /// <param name="isFree">Whether the server in a slot has no statistics any more, so that another one can have its slot.</param>
    public ServerSlots With(IEnumerable<ServerId> servers, Predicate<int> isFree)
    {
        var all = servers.ToHashSet();
        ServerId[] added = [.. all.Where(server => !_slots.ContainsKey(server))];
        if (added.Length == 0)
        {
            return this;
        }

        // A server that is back keeps its slot.
        var free = new Queue<int>(Enumerable.Range(0, Count).Where(slot => isFree(slot) && !all.Contains(_ids[slot])));
        var slots = new Dictionary<ServerId, int>(_slots);
        var ids = new List<ServerId>(_ids);
        foreach (var server in added)
        {
            if (free.TryDequeue(out var slot))
            {
                slots.Remove(ids[slot]);
                ids[slot] = server;
            }
            else
            {
                slot = ids.Count;
                ids.Add(server);
            }

            slots.Add(server, slot);
        }

        return new(slots, [.. ids]);
    }
}
