namespace LoadBalancer.Registry.Settings;

/// <summary>A setting that the process cannot start with. The message names the key, its value and what is allowed.</summary>
public sealed class SettingException : Exception
{
    public SettingException()
    {
    }

    public SettingException(string message)
        : base(message)
    {
    }

    public SettingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
