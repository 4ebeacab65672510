namespace LoadBalancer.Proxy.Limits;

/// <summary>
/// Counts the streams of one HTTP/2 connection that were reset before a response, whichever side sent the RST_STREAM (CVE-2023-44487,
/// CVE-2025-8671). Kestrel limits streams that it has not finished processing; the streams here have each caused work on a server. If many
/// clients share a connection, some streams are always reset, so the limit applies only if most of them are.
/// </summary>
/// <param name="most">The maximum number within a window; 0 for no limit.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="clients">Counts the streams of the connection's client.</param>
/// <param name="client">The client, as <paramref name="clients"/> identifies it; <see langword="null"/> if it is not counted.</param>
internal sealed class StreamResets(int most, TimeProvider timeProvider, ClientResets clients, ulong? client)
{
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private long _began = timeProvider.GetTimestamp();
    private int _ended;
    private int _reset;
    private int _uncounted;
    private bool _isOver;

    /// <summary>Whether the client has exceeded its limit, on whatever connections.</summary>
    public bool IsClientOver => client is { } known && clients.IsOver(known);

    /// <summary>Counts a stream that has ended.</summary>
    /// <returns>Whether the connection must be closed; <see langword="true"/> only once.</returns>
    public bool End(bool wasReset)
    {
        if (most == 0 && client is null)
        {
            return false;
        }

        lock (_lock)
        {
            // Both limits must count.
            var isOver = CountForConnection(wasReset) | CountForClient(wasReset);
            if (_isOver || !isOver)
            {
                return false;
            }

            _isOver = true;
            return true;
        }
    }

    private bool CountForConnection(bool wasReset)
    {
        if (timeProvider.GetElapsedTime(_began) >= Window)
        {
            _began = timeProvider.GetTimestamp();
            _ended = 0;
            _reset = 0;
        }

        _ended++;
        _reset += wasReset ? 1 : 0;
        return most > 0 && _reset > most && _reset * 2 > _ended;
    }

    private bool CountForClient(bool wasReset)
    {
        _uncounted++;
        if (!wasReset || client is not { } known)
        {
            return false;
        }

        var ended = _uncounted;
        _uncounted = 0;
        return clients.Add(known, ended);
    }
}
