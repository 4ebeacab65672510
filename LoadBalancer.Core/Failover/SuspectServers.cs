using System.Diagnostics.CodeAnalysis;

namespace LoadBalancer.Core.Failover;

/// <summary>
/// Attributes the failed attempts of one request to servers. A request can itself cause a failure: a URL whose response is malformed, or a
/// query that crashes the process of any server that runs it. A failure for which <see cref="RetryRules.IsHeld"/> is true is therefore held
/// until another server has responded to the request successfully, and is attributed to no server if all attempted servers failed it this
/// way. If no other server was attempted there is nothing to compare with: see <see cref="Health.UnprovenFailures"/>. May be reused for one
/// request after the other; not thread-safe.
/// </summary>
/// <typeparam name="T">The details of a failed attempt.</typeparam>
public sealed class SuspectServers<T>
{
    private readonly List<T> _held = [];

    /// <summary>Whether a failure is held.</summary>
    public bool Any => _held.Count > 0;

    /// <summary>Holds a failure. Amortized O(1).</summary>
    public void Add(T failure) => _held.Add(failure);

    /// <summary>
    /// Releases the held failures after another server has responded to the request successfully, which proves that their servers are at
    /// fault.
    /// </summary>
    /// <returns>The failures to attribute to their servers; none is held any longer.</returns>
    public T[] TakeProven()
    {
        T[] proven = [.. _held];
        _held.Clear();
        return proven;
    }

    /// <summary>Releases the held failures at the end of the request.</summary>
    /// <param name="failure">The failure of the only server that was attempted.</param>
    /// <returns>Whether there was only one; none is held any longer.</returns>
    public bool TryTakeLast([MaybeNullWhen(false)] out T failure)
    {
        var isAlone = _held.Count == 1;
        failure = isAlone ? _held[0] : default;
        _held.Clear();
        return isAlone;
    }
}
