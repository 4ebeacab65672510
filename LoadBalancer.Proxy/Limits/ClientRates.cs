using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Limits;

/// <summary>
/// Limits requests per second by client (<see cref="ClientNetwork"/>) with a token bucket for each, stored as the time at which it is full
/// again (the generic cell rate algorithm, ITU-T I.371): one number, changed by one compare-and-swap.
/// </summary>
/// <remarks>
/// The memory is fixed: 131,072 clients in sets of eight. A full bucket is equivalent to none, so the entry that is nearest to full is
/// evicted, and its client starts with a full bucket when it returns: a flood of addresses cannot evict a client that is over its rate.
/// Thread-safe. Taking a token neither locks nor allocates; one thread at a time adds a client's entry to a set.
/// </remarks>
internal sealed class ClientRates
{
    public const int Capacity = 1 << 17;

    private const int Ways = 8;
    private const int Sets = Capacity / Ways;
    private const ulong Vacant = 0;

    private readonly TimeProvider _timeProvider;
    private readonly ulong _seed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    private readonly long _interval;
    private readonly long _tolerance;
    private readonly ulong[] _clients = [];
    private readonly long[] _fullAt = [];
    private readonly int[] _claims = [];

    public ClientRates(IOptions<LimitsOptions> options, TimeProvider timeProvider)
        : this(options.Value, timeProvider)
    {
    }

    public ClientRates(LimitsOptions options, TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;
        if (options.RequestRate > 0)
        {
            _interval = (long)Math.Ceiling(timeProvider.TimestampFrequency / options.RequestRate);
            _tolerance = (options.ToBurst() - 1) * _interval;
            _clients = new ulong[Capacity];
            _fullAt = new long[Capacity];
            _claims = new int[Sets];
        }
    }

    /// <summary>Whether there is a limit.</summary>
    public bool IsOn => _interval > 0;

    /// <summary>Takes a token from a client's bucket. O(1).</summary>
    /// <param name="client">The client's address.</param>
    /// <param name="retryAfter">If no token is left: the time until the next one, unless other requests of the client take it.</param>
    public bool TryTake(IPAddress client, out TimeSpan retryAfter)
    {
        retryAfter = TimeSpan.Zero;
        if (!IsOn)
        {
            return true;
        }

        var network = ClientNetwork.Of(client);
        var set = (int)(Mix(network ^ _seed) % Sets);
        var now = _timeProvider.GetTimestamp();
        while (true)
        {
            if (Find(set, network) is >= 0 and var entry)
            {
                if (TryTake(entry, network, now, ref retryAfter) is { } isTaken)
                {
                    return isTaken;
                }
            }
            else if (TryAdd(set, network, now))
            {
                return true;
            }
        }
    }

    private int Find(int set, ulong network)
    {
        for (var entry = set * Ways; entry < (set + 1) * Ways; entry++)
        {
            if (Volatile.Read(ref _clients[entry]) == network)
            {
                return entry;
            }
        }

        return -1;
    }

    /// <returns><see langword="null"/> if the entry now belongs to another client.</returns>
    private bool? TryTake(int entry, ulong network, long now, ref TimeSpan retryAfter)
    {
        while (Volatile.Read(ref _clients[entry]) == network)
        {
            var fullAt = Volatile.Read(ref _fullAt[entry]);
            if (fullAt - now > _tolerance)
            {
                retryAfter = _timeProvider.GetElapsedTime(now, fullAt - _tolerance);
                return false;
            }

            if (Interlocked.CompareExchange(ref _fullAt[entry], Math.Max(fullAt, now) + _interval, fullAt) == fullAt)
            {
                // Another client's bucket may have been charged, which errs on the strict side.
                return Volatile.Read(ref _clients[entry]) == network ? true : null;
            }
        }

        return null;
    }

    /// <summary>
    /// Adds a client's entry with one token already taken. Fails if another thread is adding to the set, or has added the entry.
    /// </summary>
    private bool TryAdd(int set, ulong network, long now)
    {
        if (Interlocked.CompareExchange(ref _claims[set], 1, 0) != 0)
        {
            Thread.SpinWait(1);
            return false;
        }

        var isNew = Find(set, network) < 0;
        if (isNew)
        {
            var entry = Fullest(set);
            Volatile.Write(ref _clients[entry], Vacant);
            Interlocked.Exchange(ref _fullAt[entry], now + _interval);
            Volatile.Write(ref _clients[entry], network);
        }

        Volatile.Write(ref _claims[set], 0);
        return isNew;
    }

    private int Fullest(int set)
    {
        var fullest = set * Ways;
        for (var entry = fullest; entry < (set + 1) * Ways; entry++)
        {
            if (_clients[entry] == Vacant)
            {
                return entry;
            }

            if (Volatile.Read(ref _fullAt[entry]) < Volatile.Read(ref _fullAt[fullest]))
            {
                fullest = entry;
            }
        }

        return fullest;
    }

    /// <summary>Distributes clients over the sets in a way that they cannot predict (the finalizer of SplitMix64).</summary>
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
