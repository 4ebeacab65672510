using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Proxy.Telemetry.RequestLog;

/// <summary>The name of a field of the request log.</summary>
internal sealed class FieldNameAttribute : SettingAttribute
{
    public override string Allowed => $"one of {string.Join(", ", RequestLogFields.Names)}";

    protected override bool Allows(object value) => RequestLogFields.Of((string)value) is not RequestLogField.None;
}
