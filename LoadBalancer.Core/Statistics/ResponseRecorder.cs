namespace LoadBalancer.Core.Statistics;

/// <summary>
/// Records the responses that clients receive. Thread-safe without locks: any number of threads record while one takes. Each recording is
/// O(1) and does not allocate.
/// </summary>
public sealed class ResponseRecorder
{
    /// <summary>The number of status classes, 1xx to 5xx.</summary>
    private const int Classes = 5;

    private readonly int[] _counts = new int[2 * Classes];
    private int _clientsLeft;

    /// <summary>Records a response.</summary>
    /// <param name="status">The status of the response.</param>
    /// <param name="isGateways">Whether the response is the gateway's own, not a server's.</param>
    public void Record(int status, bool isGateways)
    {
        // Values below 100 are not statuses, and servers make up those from 600 on: clients treat them as 5xx (RFC 9110, section 15).
        var place = status is >= 100 and < 600 ? (status / 100) - 1 : Classes - 1;
        Interlocked.Increment(ref _counts[isGateways ? Classes + place : place]);
    }

    /// <summary>Records a client that disconnected before a response.</summary>
    public void RecordClientLeft() => Interlocked.Increment(ref _clientsLeft);

    /// <summary>Removes and returns what was recorded since the last call; nothing is lost or taken twice. O(1).</summary>
    public ResponseCounts Take() => new(TakeClasses(0), TakeClasses(Classes), Interlocked.Exchange(ref _clientsLeft, 0));

    private StatusClasses TakeClasses(int first) => new(Take(first), Take(first + 1), Take(first + 2), Take(first + 3), Take(first + 4));

    private int Take(int place) => Interlocked.Exchange(ref _counts[place], 0);
}
