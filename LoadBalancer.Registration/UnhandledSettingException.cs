using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Registration;

/// <summary>
/// Reports an unhandled <see cref="SettingException"/>: one line on standard error for each failure instead of a stack trace, and a
/// specific exit code.
/// </summary>
internal static class UnhandledSettingException
{
    /// <summary>The exit code of a process that cannot start with its settings.</summary>
    private const int ExitCode = 2;

    private static int _isExplained;

    /// <summary>Installs the handler, once per process. Thread-safe.</summary>
    public static void Explain()
    {
        if (Interlocked.Exchange(ref _isExplained, 1) == 0)
        {
            AppDomain.CurrentDomain.UnhandledException += (_, unhandled) => Explain(unhandled.ExceptionObject);
        }
    }

    private static void Explain(object exception)
    {
        if (exception is SettingException unusable)
        {
            foreach (var failure in unusable.Failures)
            {
                Console.Error.WriteLine($"error: {failure}");
            }

            Environment.Exit(ExitCode);
        }
    }
}
