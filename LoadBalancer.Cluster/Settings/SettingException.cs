using Microsoft.Extensions.Options;

namespace LoadBalancer.Cluster.Settings;

/// <summary>Thrown when the process cannot start with its settings. Each failure names the key, its value, and what is allowed.</summary>
/// <param name="failures">The failures, one sentence each.</param>
public sealed class SettingException(params IReadOnlyCollection<string> failures)
    : OptionsValidationException(Options.DefaultName, typeof(SettingException), failures)
{
    /// <summary>The failures, one per line.</summary>
    public override string Message => string.Join(Environment.NewLine, Failures);
}
