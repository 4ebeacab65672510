using Microsoft.Extensions.Options;

namespace LoadBalancer.Cluster.Settings;

/// <summary>Finds what is wrong with options, by a function.</summary>
internal sealed class CheckedSettings<TOptions>(Func<TOptions, IEnumerable<string?>> check) : IValidateOptions<TOptions>
    where TOptions : class
{
    public ValidateOptionsResult Validate(string? name, TOptions options) => check(options).ToResult();
}
