using System.Diagnostics.Metrics;

namespace LoadBalancer.Gateway.WarmUp;

/// <summary>
/// Makes meters that nobody listens to: whoever collects metrics asks for the product's and the platform's by their names.
/// </summary>
internal sealed class UnheardMeters : IMeterFactory
{
    private readonly Meter _meter = new("warm-up");

    public Meter Create(MeterOptions options) => _meter;

    public void Dispose() => _meter.Dispose();
}
