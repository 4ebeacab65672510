namespace LoadBalancer.Proxy.Runtime;

internal static class ExecutionContexts
{
    /// <summary>Brings a context back that a method has left for another one: what it has set is not its caller's.</summary>
    public static void RestoreIfLeft(this ExecutionContext? context)
    {
        if (context is not null && ExecutionContext.Capture() != context)
        {
            ExecutionContext.Restore(context);
        }
    }
}
