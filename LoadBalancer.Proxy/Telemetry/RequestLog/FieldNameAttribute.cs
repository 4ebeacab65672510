using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Proxy.Telemetry.RequestLog;

/// <summary>Validates the name of a request log field.</summary>
internal sealed class FieldNameAttribute : SettingAttribute
{
    public override string Allowed => $"one of {string.Join(", ", RequestLogFields.Names)}";

    protected override bool Allows(object value) => RequestLogFields.Of((string)value) is not RequestLogField.None;
}
