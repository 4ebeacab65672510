using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Dashboard.Preview;

/// <summary>Finds the edits that take a change back. A pure function, thread-safe.</summary>
internal static class Reversal
{
    /// <summary>Returns the edits that restore a membership.</summary>
    /// <param name="before">The membership to restore.</param>
    /// <param name="after">The membership after the change.</param>
    /// <param name="settings">
    /// The algorithm of the gateways' settings, which was in effect if <paramref name="before"/> has none; <see langword="null"/> if it is
    /// unknown.
    /// </param>
    /// <returns>
    /// <see langword="null"/> if nothing has changed, or if edits cannot restore it: a server that registers itself has left, or has been
    /// replaced, and only its process can join with its lease; or the algorithm was that of unknown settings.
    /// </returns>
    public static PlacementEdits? Of(MembershipSnapshot before, MembershipSnapshot after, PlacementAlgorithm? settings)
    {
        var algorithm = before.Algorithm == after.Algorithm ? null : before.Algorithm ?? settings;
        if (algorithm is null && before.Algorithm != after.Algorithm)
        {
            return null;
        }

        var edits = new Edits();
        foreach (var id in before.Servers.Concat(after.Servers).Select(server => server.Id).Distinct())
        {
            if (!edits.TryRestore(id, before.Find(id), after.Find(id)))
            {
                return null;
            }
        }

        var restored = edits.ToPlacementEdits(algorithm);
        return restored.IsEmpty ? null : restored;
    }

    private sealed class Edits
    {
        private readonly List<ServerEdit> _servers = [];
        private readonly List<ServerId> _remove = [];
        private readonly List<ServerId> _drain = [];
        private readonly List<ServerId> _activate = [];

        public PlacementEdits ToPlacementEdits(PlacementAlgorithm? algorithm) => new([.. _servers], [.. _remove], algorithm)
        {
            Drain = [.. _drain],
            Activate = [.. _activate],
        };

        public bool TryRestore(ServerId id, Server? before, Server? after)
        {
            if (before is null)
            {
                _remove.Add(id);
                return true;
            }

            if (after is null || !string.Equals(before.Url, after.Url, StringComparison.Ordinal))
            {
                return TryReturn(before);
            }

            var check = before.HealthCheck ?? ServerRules.DefaultHealthCheck;
            var hasSameCheck = string.Equals(before.HealthCheck, after.HealthCheck, StringComparison.Ordinal);
            if (before.Weight != after.Weight || !hasSameCheck)
            {
                _servers.Add(new(id, before.Weight, HealthCheck: hasSameCheck ? null : check));
            }

            if (before.State != after.State)
            {
                (before.State == ServerState.Draining ? _drain : _activate).Add(id);
            }

            return true;
        }

        /// <summary>A server that has left, or that has another URL, joins as it was. It is active then.</summary>
        private bool TryReturn(Server before)
        {
            if (before.Instance is not null)
            {
                return false;
            }

            _servers.Add(new(before.Id, before.Weight, before.Url, before.HealthCheck ?? ServerRules.DefaultHealthCheck));
            if (before.State == ServerState.Draining)
            {
                _drain.Add(before.Id);
            }

            return true;
        }
    }
}
