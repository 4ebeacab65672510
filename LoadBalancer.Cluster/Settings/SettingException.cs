using Microsoft.Extensions.Options;

namespace LoadBalancer.Cluster.Settings;

/// <summary>The process cannot start with its settings. Each failure names the key, its value and what is allowed.</summary>
/// <param name="failures">The failures, a sentence each.</param>
public sealed class SettingException(params IReadOnlyCollection<string> failures)
    : OptionsValidationException(Options.DefaultName, typeof(SettingException), failures)
{
    /// <summary>The failures, a line each.</summary>
    public override string Message => string.Join(Environment.NewLine, Failures);
}
