using System.Diagnostics.Metrics;

namespace LoadBalancer.Gateway.WarmUp;

/// <summary>Makes meters that nobody listens to: whoever collects metrics asks for them by name.</summary>
internal sealed class UnheardMeters : IMeterFactory
{
    private readonly Meter _meter = new("LoadBalancer.Gateway.WarmUp");

    public Meter Create(MeterOptions options) => _meter;

    public void Dispose() => _meter.Dispose();
}
