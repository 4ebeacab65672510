namespace LoadBalancer.Core.Statistics;

/// <summary>
/// What clients get, counted as it happens. Thread-safe without locks: any number of threads record while one takes.
/// Each recording is O(1) and allocates nothing.
/// </summary>
public sealed class ResponseRecorder
{
    /// <summary>1xx to 5xx.</summary>
    private const int Classes = 5;

    private readonly int[] _counts = new int[2 * Classes];
    private int _clientsLeft;

    /// <summary>A client has got a response.</summary>
    /// <param name="status">Its status.</param>
    /// <param name="isGateways">Whether the gateway gave it, and not a server.</param>
    public void Record(int status, bool isGateways)
    {
        // Below 100 there is no status, and from 600 on servers make them up: clients treat those as 5xx (RFC 9110, section 15).
        var place = status is >= 100 and < 600 ? (status / 100) - 1 : Classes - 1;
        Interlocked.Increment(ref _counts[isGateways ? Classes + place : place]);
    }

    /// <summary>A client has left before it got a response.</summary>
    public void RecordClientLeft() => Interlocked.Increment(ref _clientsLeft);

    /// <summary>Takes out what was recorded since it was last called; nothing is lost or taken twice. O(1).</summary>
    public ResponseCounts Take() => new(TakeClasses(0), TakeClasses(Classes), Interlocked.Exchange(ref _clientsLeft, 0));

    private StatusClasses TakeClasses(int first) => new(Take(first), Take(first + 1), Take(first + 2), Take(first + 3), Take(first + 4));

    private int Take(int place) => Interlocked.Exchange(ref _counts[place], 0);
}
