namespace LoadBalancer.Proxy.Limits;

/// <summary>
/// The streams of one HTTP/2 connection that were broken off before they were answered, whoever sent the RST_STREAM
/// (CVE-2023-44487, CVE-2025-8671). Kestrel bounds those that it has not done with yet; these have cost a server work
/// each. Where many clients share a connection some streams are always broken off: only most of them are too many.
/// </summary>
/// <param name="most">How many within a window; 0 for any number.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class StreamResets(int most, TimeProvider timeProvider)
{
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private long _began = timeProvider.GetTimestamp();
    private int _ended;
    private int _reset;
    private bool _isOver;

    /// <summary>Counts a stream that has ended.</summary>
    /// <returns>Whether its connection has to end for it; said once.</returns>
    public bool End(bool wasReset)
    {
        if (most == 0)
        {
            return false;
        }

        lock (_lock)
        {
            if (timeProvider.GetElapsedTime(_began) >= Window)
            {
                _began = timeProvider.GetTimestamp();
                _ended = 0;
                _reset = 0;
            }

            _ended++;
            _reset += wasReset ? 1 : 0;
            if (_isOver || _reset <= most || _reset * 2 <= _ended)
            {
                return false;
            }

            _isOver = true;
            return true;
        }
    }
}
