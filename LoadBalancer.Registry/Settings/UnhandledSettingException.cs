namespace LoadBalancer.Registry.Settings;

/// <summary>
/// What a process says that ends because nothing caught a <see cref="SettingException"/>: its message, one line for each mistake, in place
/// of
/// a stack trace that says nothing to who sets the settings.
/// </summary>
internal static class UnhandledSettingException
{
    /// <summary>The exit code of a process that cannot start with its settings.</summary>
    private const int ExitCode = 2;

    private static int _isExplained;

    /// <summary>Sees to it, once for the process. Thread-safe.</summary>
    public static void IsExplained()
    {
        if (Interlocked.Exchange(ref _isExplained, 1) == 0)
        {
            AppDomain.CurrentDomain.UnhandledException += (_, unhandled) => Explain(unhandled.ExceptionObject);
        }
    }

    private static void Explain(object exception)
    {
        if (exception is SettingException fault)
        {
            foreach (var line in fault.Message.Split(Environment.NewLine))
            {
                Console.Error.WriteLine($"error: {line}");
            }

            Environment.Exit(ExitCode);
        }
    }
}
