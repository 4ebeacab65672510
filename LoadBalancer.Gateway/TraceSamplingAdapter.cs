using System.Diagnostics;
using LoadBalancer.Proxy.Telemetry.Tracing;
using LoadBalancer.ServiceDefaults.Telemetry;

namespace LoadBalancer.Gateway;

/// <summary>Makes the data plane ask the limit of the process on traces; without telemetry there is none.</summary>
internal sealed class TraceSamplingAdapter(TraceSampling? sampling = null) : ITraceSampling
{
    public bool MayRecord(ActivityTraceFlags? parent) => sampling?.MayRecord(parent) ?? true;
}
