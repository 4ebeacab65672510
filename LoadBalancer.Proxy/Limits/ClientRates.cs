using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Limits;

/// <summary>
/// Requests a second by client (<see cref="ClientNetwork"/>): a token bucket for each, kept as the moment when it is full
/// again (the generic cell rate algorithm, ITU-T I.371): one number, changed by one compare-and-swap.
/// </summary>
/// <remarks>
/// The memory is fixed: 131,072 clients in sets of eight. A full bucket is as good as none, so room is made by whoever is
/// nearest to a full one, and starts with a full one when it comes back: a flood of addresses cannot wash out a client
/// that is over its rate. Thread-safe. Taking locks nothing and allocates nothing; a new client's entry is made by one
/// thread at a time for its set.
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

    /// <summary>Whether there is a limit at all.</summary>
    public bool IsOn => _interval > 0;

    /// <summary>Takes a token of a client. O(1).</summary>
    /// <param name="client">Its address.</param>
    /// <param name="retryAfter">If there is none: when there will be one, unless others of the client take it.</param>
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

    /// <returns><see langword="null"/> if the entry has become another client's.</returns>
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
                // Another client's bucket may have been charged: that errs on the strict side.
                return Volatile.Read(ref _clients[entry]) == network ? true : null;
            }
        }

        return null;
    }

    /// <summary>Makes a client's entry, one token taken already. Fails if another thread is at it, or has made it.</summary>
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

    /// <summary>Spreads clients over the sets in a way that they cannot foresee (the finalizer of SplitMix64).</summary>
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
