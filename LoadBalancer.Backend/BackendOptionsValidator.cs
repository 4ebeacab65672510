using Microsoft.Extensions.Options;

namespace LoadBalancer.Backend;

internal sealed class BackendOptionsValidator : IValidateOptions<BackendOptions>
{
    public ValidateOptionsResult Validate(string? name, BackendOptions options) =>
        options.PostLog is not { Length: > 0 } folder || Directory.Exists(folder)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{BackendOptions.Section}:{nameof(options.PostLog)}: '{folder}' is not allowed: it must be an existing folder.");
}
