using Microsoft.Extensions.Options;

namespace LoadBalancer.Tests.Support;

/// <summary>Runs the validators of options and formats the failures as a process reports them.</summary>
internal static class OptionRules
{
    /// <summary>Returns the failures, one line each.</summary>
    /// <param name="rules">The generated validator.</param>
    /// <param name="section">The section that the options are bound to.</param>
    /// <param name="options">The options to validate.</param>
    public static string[] Find<TOptions>(IValidateOptions<TOptions> rules, string section, TOptions options)
        where TOptions : class =>
        [.. (rules.Validate(section, options).Failures ?? []).SelectMany(failure => failure.Split('\n'))];
}
