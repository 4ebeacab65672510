using System.Net;
using LoadBalancer.Proxy.Clients;
using LoadBalancer.Proxy.Limits;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Benchmarks;

/// <summary>The checks that a gateway makes before a request, with limits that are never reached.</summary>
internal sealed class Admissions
{
    private const int Clients = 4_096;

    private readonly IPAddress[] _clients = [.. Enumerable.Range(0, Clients).Select(i => new IPAddress([10, 0, (byte)(i >> 8), (byte)i]))];
    private readonly Admission _admission;
    private readonly Overload _overload;
    private readonly ClientRates _rates;
    private readonly ClientConnections _connections;

    public Admissions()
    {
        var options = Options.Create(new LimitsOptions());
        options.Value.RequestRate = 1_000_000;
        options.Value.RequestBurst = 1_000_000;
        _overload = new(options, TimeProvider.System, NullLogger<Overload>.Instance);
        _rates = new(options, TimeProvider.System);
        _connections = new(options, new TrustedProxies(Options.Create(new ClientOptions())));
        _admission = new(_overload, _rates, new(options), new(), options);
    }

    public bool IsShedding() => _overload.IsShedding;

    public bool TryTake(int request) => _rates.TryTake(_clients[request % Clients], out _);

    public bool TryEnter(int request) => _admission.TryEnter(_clients[request % Clients], out _);

    /// <summary>Opens and closes a connection.</summary>
    public void Connect(int connection)
    {
        if (_connections.TryEnter(_clients[connection % Clients], out var ticket))
        {
            _connections.Leave(ticket);
        }
    }
}
