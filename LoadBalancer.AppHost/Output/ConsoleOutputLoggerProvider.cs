using Microsoft.Extensions.Logging;

namespace LoadBalancer.AppHost.Output;

/// <summary>Makes the loggers of <see cref="ConsoleOutputLogger"/>.</summary>
[ProviderAlias("Output")]
internal sealed class ConsoleOutputLoggerProvider(IConsoleOutput output) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new ConsoleOutputLogger(categoryName, output);

    public void Dispose()
    {
        // The console is not ours to close.
    }
}
