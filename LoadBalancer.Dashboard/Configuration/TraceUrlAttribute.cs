using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Dashboard.Configuration;

/// <summary>Validates the template of the URLs of traces; may be empty.</summary>
internal sealed class TraceUrlAttribute : SettingAttribute
{
    /// <summary>What stands for the trace in the template.</summary>
    public const string Placeholder = "{traceId}";

    private const int Longest = 2_000;

    public override string Allowed =>
        $"an http or https URL with {Placeholder} after the host, such as https://jaeger.example/trace/{Placeholder}";

    protected override bool Allows(object value) => (string)value is { Length: <= Longest } template
        && (template.Length == 0
            || (Uri.TryCreate(template.Replace(Placeholder, "0", StringComparison.Ordinal), UriKind.Absolute, out var url)
                && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
                && url.UserInfo.Length == 0
                && IsAfterTheHost(template)));

    /// <summary>Whether the trace cannot decide where the link leads.</summary>
    private static bool IsAfterTheHost(string template)
    {
        var host = template.IndexOf("://", StringComparison.Ordinal) + "://".Length;
        var path = template.AsSpan(host).IndexOfAny('/', '?', '#');
        return path >= 0 && template.IndexOf(Placeholder, StringComparison.Ordinal) > host + path;
    }
}
