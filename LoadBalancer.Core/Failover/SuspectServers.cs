using System.Diagnostics.CodeAnalysis;

namespace LoadBalancer.Core.Failover;

/// <summary>
/// Whom the failed attempts of one request are blamed on. A request can be the cause of a failure itself: a URL whose response is
/// malformed, or a query that ends the process of whatever server runs it. So a failure of which <see cref="RetryRules.IsHeld"/> says so is
/// held until another server has answered the request well, and is blamed on nobody if all that were asked have failed it so. Where no
/// other server was asked there is nothing to compare with: see <see cref="Health.UnprovenFailures"/>. May be used for one request after
/// the other; not thread-safe.
/// </summary>
/// <typeparam name="T">What is known of a failed attempt.</typeparam>
public sealed class SuspectServers<T>
{
    private readonly List<T> _held = [];

    /// <summary>Whether a failure is held.</summary>
    public bool Any => _held.Count > 0;

    /// <summary>Holds a failure. Amortized O(1).</summary>
    public void Add(T failure) => _held.Add(failure);

    /// <summary>Another server has answered the request well: the failures that are held are those of their servers.</summary>
    /// <returns>The failures to be blamed on their servers; none is held any more.</returns>
    public T[] TakeProven()
    {
        T[] proven = [.. _held];
        _held.Clear();
        return proven;
    }

    /// <summary>The request is over.</summary>
    /// <param name="failure">The failure of the only server that was asked.</param>
    /// <returns>Whether there is one; none is held any more.</returns>
    public bool TryTakeLast([MaybeNullWhen(false)] out T failure)
    {
        var isAlone = _held.Count == 1;
        failure = isAlone ? _held[0] : default;
        _held.Clear();
        return isAlone;
    }
}
