"""What comes out: sentences, tables, plots and a page, in Norwegian (bokmål, nynorsk) and English."""
