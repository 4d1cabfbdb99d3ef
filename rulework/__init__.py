"""What only development needs: rules derived, their catalogue proven consistent. Not installed."""
