namespace LoadBalancer.Proxy.Runtime;

internal static class ExecutionContexts
{
    /// <summary>Restores the execution context if a method has changed it, so that the change does not flow to the caller.</summary>
    public static void RestoreIfLeft(this ExecutionContext? context)
    {
        if (context is not null && ExecutionContext.Capture() != context)
        {
            ExecutionContext.Restore(context);
        }
    }
}
