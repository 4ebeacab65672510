using System.Diagnostics.Metrics;

namespace LoadBalancer.Gateway.WarmUp;

/// <summary>Creates meters without listeners: collectors of metrics select the product's and the platform's meters by name.</summary>
internal sealed class UnheardMeters : IMeterFactory
{
    private readonly Meter _meter = new("warm-up");

    public Meter Create(MeterOptions options) => _meter;

    public void Dispose() => _meter.Dispose();
}
