namespace LoadBalancer.Registry.Settings;

/// <summary>A setting that the process cannot start with. The message names the key, its value and what is allowed.</summary>
public sealed class SettingException : Exception
{
    /// <summary>Without a message; the other constructors have one.</summary>
    public SettingException()
    {
    }

    /// <summary>With the key, its value and what is allowed.</summary>
    public SettingException(string message)
        : base(message)
    {
    }

    /// <summary>With the key, its value and what is allowed, and with what reading the value threw.</summary>
    public SettingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
