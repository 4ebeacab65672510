using Microsoft.Extensions.Options;

namespace LoadBalancer.Tests.Support;

/// <summary>What the rules of options find, as a process reports it.</summary>
internal static class OptionRules
{
    /// <summary>The failures, a line each.</summary>
    /// <param name="rules">The generated validator.</param>
    /// <param name="section">The section that the options are bound to.</param>
    /// <param name="options">The options.</param>
    public static string[] Find<TOptions>(IValidateOptions<TOptions> rules, string section, TOptions options)
        where TOptions : class =>
        [.. (rules.Validate(section, options).Failures ?? []).SelectMany(failure => failure.Split('\n'))];
}
