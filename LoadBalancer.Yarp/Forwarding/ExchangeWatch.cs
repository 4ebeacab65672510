using LoadBalancer.Core.Membership;
using LoadBalancer.Proxy.Draining;
using LoadBalancer.Proxy.Exchange;
using LoadBalancer.Proxy.Tunnels;
using LoadBalancer.Proxy.Upstreams;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>
/// Watches one attempt of a request, once a second, and ends it when one of its sides has been silent for too long or its server's time to
/// drain is over; or the tunnel that it has become. Thread-safe.
/// </summary>
internal sealed class ExchangeWatch : IAsyncDisposable
{
    /// <summary>As often as Kestrel's heartbeat checks the exchanges of the relay.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Timeouts _timeouts;
    private readonly LeavingServers _leaving;
    private readonly OpenTunnels _tunnels;
    private readonly Server _server;
    private readonly WaitClock _silence;
    private readonly CancellationTokenSource _ends = new();
    private readonly ITimer _timer;
    private volatile bool _hasResponse;
    private volatile bool _awaitsBody;
    private volatile bool _awaitsReader;
    private volatile Tunnel? _tunnel;
    private volatile ExchangeEnd _end;

    public ExchangeWatch(Timeouts timeouts, LeavingServers leaving, OpenTunnels tunnels, Server server, TimeProvider timeProvider)
    {
        _timeouts = timeouts;
        _leaving = leaving;
        _tunnels = tunnels;
        _server = server;
        _silence = new(timeProvider);
        _silence.Begin();
        _timer = timeProvider.CreateTimer(static watch => ((ExchangeWatch)watch!).Check(), this, Interval, Interval);
    }

    /// <summary>Canceled when the exchange must end.</summary>
    public CancellationToken Token => _ends.Token;

    /// <summary>Why the exchange was ended.</summary>
    public ExchangeEnd End => _end;

    /// <summary>Records that the response has begun.</summary>
    public void BeginResponse()
    {
        _hasResponse = true;
        _silence.Progress();
    }

    /// <summary>Begins or ends a wait for bytes of the client.</summary>
    public void AwaitBody(bool begins)
    {
        _awaitsBody = begins;
        _silence.Progress();
    }

    /// <summary>Begins or ends a wait until the client has taken bytes.</summary>
    public void AwaitReader(bool begins)
    {
        _awaitsReader = begins;
        _silence.Progress();
    }

    /// <summary>Watches a tunnel from now on, instead of an exchange.</summary>
    public void Become(Tunnel tunnel) => _tunnel = tunnel;

    /// <summary>Ends the tunnel at once.</summary>
    public void CutTunnel() => TryEnd(ExchangeEnd.Tunnel);

    /// <summary>Ends the watch. The source of the token is not disposed, since another thread may be about to cancel it.</summary>
    public ValueTask DisposeAsync()
    {
        Interlocked.CompareExchange(ref _end, ExchangeEnd.Over, ExchangeEnd.None);
        return _timer.DisposeAsync();
    }

    private void Check()
    {
        if (_tunnel is { } tunnel)
        {
            _tunnels.Check(tunnel);
        }
        else if (_leaving.IsOver(_server))
        {
            TryEnd(ExchangeEnd.ServerLeft);
        }
        else if (_silence.Exceeds(_timeouts.For(_hasResponse, _awaitsBody)))
        {
            TryEnd(_awaitsBody || _awaitsReader ? ExchangeEnd.Client : ExchangeEnd.Server);
        }
    }

    private void TryEnd(ExchangeEnd end)
    {
        if (Interlocked.CompareExchange(ref _end, end, ExchangeEnd.None) == ExchangeEnd.None)
        {
            _ = _ends.CancelAsync();
        }
    }
}
