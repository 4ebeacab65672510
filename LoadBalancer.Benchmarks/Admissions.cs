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
    private readonly Admission _full;
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
        var one = Options.Create(new LimitsOptions());
        one.Value.Overload.Requests = 1;
        _full = new(_overload, _rates, new(one), new(), one);
        _full.TryEnter(client: null, out _);
    }

    public bool IsShedding() => _overload.IsShedding;

    public bool TryTake(int request) => _rates.TryTake(_clients[request % Clients], out _);

    public bool TryEnter(int request) => _admission.TryEnter(_clients[request % Clients], out _);

    /// <summary>Rejects a request.</summary>
    /// <returns>The length of the response's body.</returns>
    public int Reject()
    {
        _full.TryEnter(client: null, out var rejection);
        return rejection.Problem.Json.Length;
    }

    /// <summary>Opens and closes a connection.</summary>
    public void Connect(int connection)
    {
        if (_connections.TryEnter(_clients[connection % Clients], out var ticket))
        {
            _connections.Leave(ticket);
        }
    }
}
